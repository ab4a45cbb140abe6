package dev.quarry.search;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a search may ask. */
@Schema(description = "Every capability that a search may ask.")
public record CapabilityList(
        @Schema(description = "What a search may ask.") List<Entry> capabilities) {

    /** One capability as callers see it. */
    @Schema(name = "Capability", description = "One way to find something.")
    public record Entry(
            @Schema(description = "What a search's capabilities and weights call it.")
            String name,

            @Schema(description = "What it finds, in a sentence.")
            String description,

            @Schema(description = "What it takes from the request; of a query of your own, its named parameters.")
            List<String> parameters,

            @Schema(description = "Its share in the fusion where the request does not say.")
            double defaultWeight,

            @Schema(description = "Milliseconds that it may take at most.")
            long deadlineMs,

            @Schema(
                    description =
                            "How it works here and now, such as the vector index or the columns of your own query.",
                    implementation = Object.class,
                    type = SchemaType.OBJECT)
            Map<String, Object> status) {

        static Entry of(Capability capability) {
            return new Entry(
                    capability.name(),
                    capability.description(),
                    capability.parameters(),
                    capability.weight(),
                    capability.deadline().toMillis(),
                    capability.status());
        }
    }
}
