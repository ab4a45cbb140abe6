package dev.quarry.http;

/**
 * An event for a client that follows something.
 *
 * @param data written as JSON; its type must be known where native images look for what is written by reflection
 */
public record NamedEvent(String name, Object data) {}
