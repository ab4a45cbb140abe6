package dev.quarry.extract.zip;

import dev.quarry.extract.Budget;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which paragraph styles of a DOCX are headings, by the style's id: a style's id is translated, its name is not. */
record DocxStyles(Map<String, Integer> headingLevels) {
    private static final String HEADING = "heading ";
    /** A style is based on another, and that on another. */
    private static final int LONGEST_CHAIN = 20;

    static DocxStyles of(@Nullable InputStream part, Budget budget) throws IOException {
        Map<String, Integer> levels = new HashMap<>();
        Map<String, String> bases = new HashMap<>();
        if (part != null) {
            try (part;
                    XmlEvents xml = XmlEvents.of(part, budget)) {
                read(xml, levels, bases);
            }
        }
        Map<String, Integer> all = new HashMap<>(levels);
        for (String style : bases.keySet()) {
            Integer level = inherited(style, levels, bases);
            if (level != null) {
                all.put(style, level);
            }
        }
        return new DocxStyles(all);
    }

    /** From 1; 0 for a style that is no heading. */
    int headingLevel(@Nullable String style) {
        return style == null ? 0 : headingLevels.getOrDefault(style, 0);
    }

    private static void read(XmlEvents xml, Map<String, Integer> levels, Map<String, String> bases) throws IOException {
        String style = "";
        while (xml.next()) {
            if (!xml.isStart()) {
                continue;
            }
            String value = xml.attribute("val");
            switch (xml.name()) {
                case "style" ->
                    style = xml.attribute("styleId") == null ? "" : String.valueOf(xml.attribute("styleId"));
                case "name" -> levelByName(value).ifPresent(putInto(levels, style));
                case "basedOn" -> {
                    if (value != null) {
                        bases.put(style, value);
                    }
                }
                case "outlineLvl" -> levelByOutline(value).ifPresent(putInto(levels, style));
                default -> {
                    // Looks.
                }
            }
        }
    }

    private static Consumer<Integer> putInto(Map<String, Integer> levels, String style) {
        return level -> levels.putIfAbsent(style, level);
    }

    private static Optional<Integer> levelByName(@Nullable String name) {
        String lower = name == null ? "" : name.toLowerCase(Locale.ROOT);
        if (lower.equals("title")) {
            return Optional.of(1);
        }
        return lower.matches(HEADING + "[1-9]") ? Optional.of(lower.charAt(HEADING.length()) - '0') : Optional.empty();
    }

    /** Word counts outline levels from 0; 9 is body text. */
    static Optional<Integer> levelByOutline(@Nullable String value) {
        return value != null && value.matches("[0-8]") ? Optional.of(value.charAt(0) - '0' + 1) : Optional.empty();
    }

    private static @Nullable Integer inherited(String style, Map<String, Integer> levels, Map<String, String> bases) {
        String at = style;
        for (int i = 0; at != null && i < LONGEST_CHAIN; i++) {
            Integer level = levels.get(at);
            if (level != null) {
                return level;
            }
            at = bases.get(at);
        }
        return null;
    }
}
