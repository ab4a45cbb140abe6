package dev.quarry.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.failure.Failure;
import dev.quarry.http.ApiPaths;
import dev.quarry.http.OpenApi;
import dev.quarry.http.Page;
import dev.quarry.http.PathParameters;
import dev.quarry.session.answer.CallersTenant;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Sessions over HTTP; {@link MessageResource} has their messages. */
@Path(ApiPaths.SESSIONS)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Sessions", description = "Conversations: questions and answers that know what was said before.")
public class SessionResource {
    static final String ID = "The session's id (UUID).";
    static final String CURSOR = "The next_cursor of the page before.";

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final TypeReference<Map<String, @Nullable Object>> JSON_OBJECT = new TypeReference<>() {};

    private final CallersTenant tenant;
    private final Sessions sessions;
    private final SessionConfig config;
    private final ObjectMapper json;

    SessionResource(CallersTenant tenant, Sessions sessions, SessionConfig config, ObjectMapper json) {
        this.tenant = tenant;
        this.sessions = sessions;
        this.config = config;
        this.json = json;
    }

    @POST
    @Operation(
            operationId = "createSession",
            summary = "Begin a session",
            description = "Makes a session without messages. The body may be left out.")
    @APIResponse(
            responseCode = "201",
            description = "The session.",
            headers =
                    @Header(
                            name = "Location",
                            schema = @Schema(implementation = String.class),
                            description = "The session's address."),
            content = @Content(schema = @Schema(implementation = Session.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "409", ref = OpenApi.CONFLICT)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Response> create(@Nullable SessionRequest request) {
        return sessions.create(tenant.current(), SessionDraft.of(request, config))
                .map(session -> Response.created(URI.create(ApiPaths.SESSIONS + "/" + session.id()))
                        .entity(session)
                        .build());
    }

    @GET
    @Operation(operationId = "listSessions", summary = "The sessions", description = "Newest first, page by page.")
    @APIResponse(
            responseCode = "200",
            description = "A page.",
            content = @Content(schema = @Schema(implementation = Sessions.SessionPage.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Sessions.SessionPage> list(
            @Parameter(description = Page.LIMIT) @QueryParam("limit") @Nullable String limit,
            @Parameter(description = CURSOR) @QueryParam("cursor") @Nullable String cursor) {
        return sessions.list(
                tenant.current(),
                cursor == null ? null : PathParameters.uuid("cursor", cursor),
                Page.of(limit, null, null).limit());
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getSession", summary = "One session", description = "A session, without its messages.")
    @APIResponse(
            responseCode = "200",
            description = "The session.",
            content = @Content(schema = @Schema(implementation = Session.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Session> find(@Parameter(description = ID) @PathParam("id") String id) {
        return sessions.find(tenant.current(), PathParameters.uuid("id", id));
    }

    @PATCH
    @Path("{id}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "patchSession",
            summary = "Rename a session",
            description =
                    "A JSON Merge Patch (RFC 7396) of title and metadata: null removes, an object changes what it names.")
    @APIResponse(
            responseCode = "200",
            description = "The session as it is now.",
            content = @Content(schema = @Schema(implementation = Session.class)))
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "413", ref = OpenApi.TOO_LARGE)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Session> patch(
            @Parameter(description = ID) @PathParam("id") String id,
            @RequestBody(
                            description = "What is to change.",
                            content =
                                    @Content(
                                            mediaType = MERGE_PATCH,
                                            schema = @Schema(implementation = SessionRequest.class)))
                    @Nullable
                    String patch)
            throws JsonProcessingException {
        if (patch == null || patch.isBlank()) {
            throw new Failure.Invalid("body", "is required: a JSON object with what is to change");
        }
        Map<String, @Nullable Object> changes = json.readValue(patch, JSON_OBJECT);
        return sessions.change(
                tenant.current(), PathParameters.uuid("id", id), session -> session.with(changes, config));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "deleteSession",
            summary = "Delete a session",
            description = "Deletes it with its messages. An answer that is being written is not kept.")
    @APIResponse(responseCode = "204", description = "Deleted.")
    @APIResponse(responseCode = "400", ref = OpenApi.INVALID)
    @APIResponse(responseCode = "404", ref = OpenApi.NOT_FOUND)
    @APIResponse(responseCode = "502", ref = OpenApi.UPSTREAM)
    @APIResponse(responseCode = "503", ref = OpenApi.BUSY)
    public Uni<Void> delete(@Parameter(description = ID) @PathParam("id") String id) {
        return sessions.delete(tenant.current(), PathParameters.uuid("id", id));
    }
}
