package dev.quarry.extract.zip;

import dev.quarry.extract.Budget;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dublin Core as DOCX and EPUB hold it: the first text of each element, by the element's name. */
record DocumentProperties(Map<String, String> values) {
    private static final int LONGEST = 2_000;

    static final DocumentProperties NONE = new DocumentProperties(Map.of());

    static DocumentProperties of(@Nullable InputStream part, Budget budget) throws IOException {
        if (part == null) {
            return NONE;
        }
        Map<String, String> values = new HashMap<>();
        try (part;
                XmlEvents xml = XmlEvents.of(part, budget)) {
            String name = "";
            StringBuilder text = new StringBuilder();
            while (xml.next()) {
                if (xml.isStart()) {
                    name = xml.name();
                    text.setLength(0);
                } else if (xml.isText()) {
                    if (text.length() < LONGEST) {
                        text.append(xml.text());
                    }
                } else if (xml.name().equals(name) && !text.toString().isBlank()) {
                    values.putIfAbsent(name, text.toString().strip());
                }
            }
        }
        return new DocumentProperties(values);
    }

    @Nullable
    String value(String name) {
        return values.get(name);
    }
}
