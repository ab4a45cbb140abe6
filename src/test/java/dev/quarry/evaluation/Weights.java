package dev.quarry.evaluation;

import dev.quarry.command.WrongUsage;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Each capability's share in the fusion.
 *
 * @param text as they were given, which names the variant that is measured with them
 */
record Weights(String text, Map<String, Double> byCapability) {
    /** @throws WrongUsage when the text is not like {@code vector=0.4,bm25=1,fuzzy=0} */
    static Weights parse(String text) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            if (!part.matches("[^=>]+=[0-9]{1,4}(\\.[0-9]{1,15})?")) {
                throw new WrongUsage("--weights must be like vector=0.4,bm25=1,fuzzy=0, not " + text);
            }
            int equals = part.indexOf('=');
            weights.put(part.substring(0, equals), Double.valueOf(part.substring(equals + 1)));
        }
        return new Weights(text, weights);
    }

    /** @throws WrongUsage when it names another capability than these */
    void requireKnown(Collection<String> capabilities) {
        for (String name : byCapability.keySet()) {
            if (!capabilities.contains(name)) {
                throw new WrongUsage("--weights names " + name + "; there are " + String.join(", ", capabilities));
            }
        }
    }
}
