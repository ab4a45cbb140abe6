package dev.quarry.extract.zip;

import dev.quarry.extract.Budget;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pages of an EPUB in reading order.
 *
 * @param pages names of entries, each once; without the table of contents
 */
record EpubSpine(List<String> pages) {

    static EpubSpine of(InputStream part, String packagePath, Budget budget) throws IOException {
        Map<String, String> items = new HashMap<>();
        Set<String> pages = new LinkedHashSet<>();
        try (part;
                XmlEvents xml = XmlEvents.of(part, budget)) {
            while (xml.next()) {
                if (xml.isStart() && xml.name().equals("item")) {
                    addPage(xml, packagePath, items);
                } else if (xml.isStart() && xml.name().equals("itemref")) {
                    String page = items.get(String.valueOf(xml.attribute("idref")));
                    if (page != null) {
                        pages.add(page);
                    }
                }
            }
        }
        return new EpubSpine(new ArrayList<>(pages));
    }

    private static void addPage(XmlEvents xml, String packagePath, Map<String, String> items) {
        String id = xml.attribute("id");
        String href = xml.attribute("href");
        String properties = xml.attribute("properties");
        boolean contents =
                properties != null && List.of(properties.split(" ", -1)).contains("nav");
        boolean page = String.valueOf(xml.attribute("media-type")).contains("html");
        if (id != null && href != null && page && !contents) {
            items.put(id, resolve(packagePath, href));
        }
    }

    /** An entry's name, beside the package's; it is looked up in the archive and nowhere else. */
    private static String resolve(String packagePath, String href) {
        String folder = packagePath.substring(0, packagePath.lastIndexOf('/') + 1);
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (folder + decoded(href.split("#", 2)[0])).split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private static String decoded(String href) {
        try {
            return URLDecoder.decode(href.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return href;
        }
    }
}
