package dev.quarry.evaluation;

/** Shortens texts to what the service takes. */
final class Cut {
    private Cut() {}

    /** At most {@code length} UTF-16 units of the text; a surrogate pair is not torn. */
    static String toLength(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
