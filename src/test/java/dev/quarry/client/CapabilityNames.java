package dev.quarry.client;

import java.util.List;

/** What a search may ask, as far as a caller needs it. */
record CapabilityNames(List<Capability> capabilities) {
    /** One of them. */
    record Capability(String name) {}

    List<String> names() {
        return capabilities.stream().map(Capability::name).toList();
    }
}
