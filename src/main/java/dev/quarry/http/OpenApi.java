package dev.quarry.http;

import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the description of the interface says once, for operations to refer to. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Quarry",
                        version = "1",
                        description = "A retrieval service on PostgreSQL alone.",
                        license = @License(name = "Apache-2.0", identifier = "Apache-2.0")),
        components =
                @Components(
                        responses = {
                            @APIResponse(
                                    name = OpenApi.INVALID,
                                    description =
                                            "The request is wrong; violations name every field. Nothing was changed.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = OpenApi.NOT_FOUND,
                                    description = "There is no such thing.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = OpenApi.CONFLICT,
                                    description = "The request contradicts what is stored. Nothing was changed.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = OpenApi.PRECONDITION_FAILED,
                                    description =
                                            "What is stored is not what If-Match or If-None-Match demands. Nothing was changed.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = OpenApi.TOO_LARGE,
                                    description = "The body is larger than the service takes. Nothing was changed.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = OpenApi.UPSTREAM,
                                    description = "The database did not answer as it should.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class))),
                            @APIResponse(
                                    name = OpenApi.BUSY,
                                    description = "No capacity in time; Retry-After says when to come back.",
                                    content =
                                            @Content(
                                                    mediaType = Problem.MEDIA_TYPE,
                                                    schema = @Schema(implementation = Problem.class)))
                        }))
public final class OpenApi {
    public static final String INVALID = "Invalid";
    public static final String NOT_FOUND = "NotFound";
    public static final String CONFLICT = "Conflict";
    public static final String PRECONDITION_FAILED = "PreconditionFailed";
    public static final String TOO_LARGE = "TooLarge";
    public static final String UPSTREAM = "Upstream";
    public static final String BUSY = "Busy";

    private OpenApi() {}
}
