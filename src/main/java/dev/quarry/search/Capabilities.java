package dev.quarry.search;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** All capabilities there are, built in or configured. */
@ApplicationScoped
class Capabilities {
    private final SequencedMap<String, Capability> byName = new LinkedHashMap<>();

    Capabilities(@All List<Capability> builtIn, @All List<CapabilitySource> sources) {
        Stream.concat(builtIn.stream(), sources.stream().flatMap(source -> source.capabilities().stream()))
                .sorted(Comparator.comparing(Capability::name).reversed())
                .forEach(capability -> byName.put(capability.name(), capability));
    }

    /** By name, in the order in which a search reports them. */
    SequencedMap<String, Capability> byName() {
        return Collections.unmodifiableSequencedMap(byName);
    }
}
