package dev.quarry.session.answer;

/**
 * Something that was said before.
 *
 * @param byUser whether the user said it, and not the service
 */
public record Turn(boolean byUser, String text) {}
