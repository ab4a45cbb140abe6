package dev.quarry.session.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells the marks of citations, such as {@code [1]} or {@code [2, 3]}, from the text of a stream: a mark may come in several
 * pieces, so what might become one is held back, with the blanks before it.
 */
final class MarkReader {
    private static final int LONGEST_MARK = 40;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

    private final StringBuilder held = new StringBuilder();
    private boolean opened;

    /** A part of the text. */
    sealed interface Part {
        /** Plain text. */
        record Words(String text) implements Part {}

        /**
         * A mark's numbers.
         *
         * @param before the blanks before it
         */
        record Mark(List<Integer> numbers, String before) implements Part {}
    }

    /** The next piece of the stream; what is told of it by now. */
    List<Part> read(String piece) {
        List<Part> parts = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        for (int at = 0; at < piece.length(); at++) {
            char character = piece.charAt(at);
            if (opened && character == ']' && isMark()) {
                addWords(parts, words);
                parts.add(mark());
            } else if (opened && isInMark(character)) {
                held.append(character);
            } else if (!opened && (character == ' ' || character == '[')) {
                hold(character, words);
            } else {
                giveUp(words);
                if (character == '[' || character == ' ') {
                    hold(character, words);
                } else {
                    words.append(character);
                }
            }
        }
        addWords(parts, words);
        return parts;
    }

    /** What was held back when the stream ended. */
    List<Part> end() {
        List<Part> parts = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        giveUp(words);
        addWords(parts, words);
        return parts;
    }

    private void hold(char character, StringBuilder words) {
        if (held.length() >= LONGEST_MARK) {
            giveUp(words);
        }
        held.append(character);
        opened = character == '[';
    }

    private boolean isInMark(char character) {
        return held.length() < LONGEST_MARK
                && ((character >= '0' && character <= '9') || ", ;".indexOf(character) >= 0);
    }

    private boolean isMark() {
        return NUMBER.matcher(held).find();
    }

    private Part.Mark mark() {
        int bracket = held.lastIndexOf("[");
        List<Integer> numbers = new ArrayList<>();
        Matcher number = NUMBER.matcher(held.substring(bracket));
        while (number.find()) {
            numbers.add(Integer.valueOf(number.group()));
        }
        String before = held.substring(0, bracket);
        reset();
        return new Part.Mark(List.copyOf(numbers), before);
    }

    private void giveUp(StringBuilder words) {
        words.append(held);
        reset();
    }

    private void reset() {
        held.setLength(0);
        opened = false;
    }

    private static void addWords(List<Part> parts, StringBuilder words) {
        if (!words.isEmpty()) {
            parts.add(new Part.Words(words.toString()));
            words.setLength(0);
        }
    }
}
