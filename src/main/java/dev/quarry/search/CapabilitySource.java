package dev.quarry.search;

import java.util.List;

/** Makes capabilities that are known only when the service has started. Every bean of this type is asked, once. */
public interface CapabilitySource {
    List<? extends Capability> capabilities();
}
