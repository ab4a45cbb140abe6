package dev.quarry.embedding.http;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a request says besides the texts.
 *
 * @param key null where the provider wants none
 * @param sentDimensions asked for in every request, of models that can shorten their vectors
 */
public record Account(
        Endpoint endpoint, String model, @Nullable ApiKey key, OptionalInt sentDimensions) {}
