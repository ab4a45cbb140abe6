package dev.quarry.search;

import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What can be asked, over HTTP. */
@Path(ApiPaths.CAPABILITIES)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Search")
public class CapabilitiesResource {
    private final Capabilities capabilities;

    CapabilitiesResource(Capabilities capabilities) {
        this.capabilities = capabilities;
    }

    @GET
    @Operation(
            operationId = "listCapabilities",
            summary = "List the capabilities",
            description = "What a search may ask, in the order in which it reports its legs: how much each counts, how"
                    + " long it may take, and how it works on this instance.")
    @APIResponse(
            responseCode = "200",
            description = "All capabilities, built in or configured.",
            content = @Content(schema = @Schema(implementation = CapabilityList.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public CapabilityList list() {
        return new CapabilityList(capabilities.byName().values().stream()
                .map(CapabilityList.Entry::of)
                .toList());
    }
}
