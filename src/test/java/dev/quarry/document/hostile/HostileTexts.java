package dev.quarry.document.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Texts: nested deep, of elements without end, of lines without end. */
final class HostileTexts {
    private HostileTexts() {}

    /** All that there are, by what they try. */
    static List<HostileFile> all() {
        List<HostileFile> files = new ArrayList<>();
        files.add(text("deep JSON", "deep.json", "[".repeat(500_000)));
        files.add(text("deep JSON", "deep.json", "{\"a\":".repeat(200_000)));
        files.add(text("many values of JSON", "many.json", "[" + "1,".repeat(1_500_000) + "1]"));
        files.add(text("number without end", "number.json", "[" + "9".repeat(1_000_000) + "]"));
        files.add(text("deep HTML", "deep.html", "<div>".repeat(300_000) + "text"));
        files.add(text("deep lists of HTML", "lists.html", "<ul><li>a".repeat(100_000)));
        files.add(text("many elements of HTML", "many.html", "<html><p>" + "<i>".repeat(1_200_000)));
        files.add(text("marks that are opened again in every paragraph", "marks.html", marks()));
        files.add(text("attribute without end", "attribute.html", "<html><p class='" + "a".repeat(5_000_000)));
        files.add(text("tables within tables", "tables.html", "<table><tr><td>".repeat(50_000) + "x"));
        files.add(text("entities", "entities.html", "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>&x;"));
        files.add(text("cells without end", "cells.csv", ",".repeat(2_000_000) + "\n"));
        files.add(text("cell without end", "cell.csv", "a,b\n\"" + "x".repeat(3_000_000)));
        files.add(text("wrong quotation marks", "quotes.csv", "a,b\n\"x\"y,z\n"));
        files.add(text("front matter without end", "front.md", "---\n" + "a: b\n".repeat(100)));
        files.add(text("half of a pair", "half.json", "{\"a\": \"\\ud800\", \"b\": \"\\u0000 text\"}"));
        files.add(text("characters without end", "long.txt", "a".repeat(12_000_000)));
        files.add(text("form feeds", "feeds.txt", "\f".repeat(100_000) + "text"));
        return files;
    }

    private static String marks() {
        StringBuilder marks = new StringBuilder("<html>");
        for (int i = 0; i < 250; i++) {
            marks.append("<b id='").append(i).append("'>");
        }
        return marks + "<p>a".repeat(100_000);
    }

    private static HostileFile text(String kind, String name, String content) {
        return new HostileFile(kind, name, content.getBytes(StandardCharsets.UTF_8));
    }
}
