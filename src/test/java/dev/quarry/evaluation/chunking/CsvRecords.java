package dev.quarry.evaluation.chunking;

import java.util.ArrayList;
import java.util.List;

/**
 * The records of a CSV text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class CsvRecords {
    private final String text;
    private final List<List<String>> records = new ArrayList<>();
    private final StringBuilder field = new StringBuilder();
    private List<String> fields = new ArrayList<>();

    private CsvRecords(String text) {
        this.text = text;
    }

    static List<List<String>> of(String text) {
        return new CsvRecords(text).read();
    }

    private List<List<String>> read() {
        int at = 0;
        while (at < text.length()) {
            char character = text.charAt(at);
            if (character == '"') {
                at = quoted(at + 1);
                continue;
            }
            switch (character) {
                case ',' -> endField();
                case '\n' -> endRecord();
                case '\r' -> {
                    // Before a line feed, which ends the record.
                }
                default -> field.append(character);
            }
            at++;
        }
        if (!field.isEmpty() || !fields.isEmpty()) {
            endRecord();
        }
        return records;
    }

    /** @return the place after the closing mark */
    private int quoted(int start) {
        int at = start;
        while (at < text.length()) {
            if (text.charAt(at) != '"') {
                field.append(text.charAt(at));
                at++;
            } else if (text.startsWith("\"\"", at)) {
                field.append('"');
                at += 2;
            } else {
                return at + 1;
            }
        }
        return at;
    }

    private void endField() {
        fields.add(field.toString());
        field.setLength(0);
    }

    private void endRecord() {
        endField();
        records.add(fields);
        fields = new ArrayList<>();
    }
}
