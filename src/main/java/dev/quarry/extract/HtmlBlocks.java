package dev.quarry.extract;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jspecify.annotations.Nullable;

/** Writes the blocks of a page: headings, paragraphs, lists, tables, code. Walks without recursion. */
public final class HtmlBlocks implements NodeFilter {
    private static final Set<String> LEFT_OUT = Set.of(
            "script",
            "style",
            "noscript",
            "template",
            "nav",
            "svg",
            "head",
            "iframe",
            "object",
            "select",
            "button",
            "textarea");
    private static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");

    private final MarkdownText text;
    private final Budget budget;
    /** The block that is being read. */
    private final StringBuilder block = new StringBuilder();
    /** Lists that are open: the number of the next item, 0 for one without numbers. */
    private final Deque<Integer> lists = new ArrayDeque<>();

    private final List<String> cells = new ArrayList<>();
    private int tables;
    private int code;
    private boolean itemOpen;
    private @Nullable String firstHeading;

    private HtmlBlocks(MarkdownText text, Budget budget) {
        this.text = text;
        this.budget = budget;
    }

    /** Writes what stands in an element. */
    public static HtmlBlocks write(Element root, MarkdownText text, Budget budget) {
        HtmlBlocks blocks = new HtmlBlocks(text, budget);
        var _ = root.filter(blocks);
        blocks.flush();
        return blocks;
    }

    /** The title of the first heading; null without any. */
    public @Nullable String firstHeading() {
        return firstHeading;
    }

    @Override
    public FilterResult head(Node node, int depth) {
        budget.takeElement();
        if (node instanceof TextNode words) {
            append(words.getWholeText());
        } else if (node instanceof Element element) {
            if (LEFT_OUT.contains(element.normalName())) {
                return FilterResult.SKIP_ENTIRELY;
            }
            open(element);
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element) {
            close(element);
        }
        return FilterResult.CONTINUE;
    }

    private void open(Element element) {
        switch (element.normalName()) {
            case "br" -> block.append('\n');
            case "table" -> {
                if (tables++ == 0) {
                    flush();
                    text.endBlock();
                }
            }
            case "ul", "ol" -> {
                flush();
                lists.push(element.normalName().equals("ol") ? 1 : 0);
            }
            case "li", "dt", "dd" -> {
                flush();
                itemOpen = true;
            }
            case "pre" -> {
                flush();
                code++;
            }
            case "tr" -> {
                if (tables == 1) {
                    block.setLength(0);
                    cells.clear();
                }
            }
            case "img" -> append(" " + element.attr("alt") + " ");
            default -> {
                if (element.isBlock()) {
                    flush();
                }
            }
        }
    }

    private void close(Element element) {
        String name = element.normalName();
        if (HEADINGS.contains(name) && tables == 0) {
            heading(name.charAt(1) - '0');
            return;
        }
        switch (name) {
            case "td", "th" -> {
                if (tables == 1) {
                    cells.add(block.toString());
                    block.setLength(0);
                } else {
                    block.append(' ');
                }
            }
            case "tr" -> {
                if (tables == 1) {
                    text.row(cells);
                    cells.clear();
                }
            }
            case "table" -> {
                if (--tables == 0) {
                    block.setLength(0);
                    text.endBlock();
                }
            }
            case "ul", "ol" -> {
                flush();
                if (!lists.isEmpty()) {
                    var _ = lists.pop();
                }
                if (lists.isEmpty()) {
                    text.endBlock();
                }
            }
            case "li", "dt", "dd" -> {
                flush();
                itemOpen = false;
            }
            case "pre" -> {
                if (--code == 0 && tables == 0) {
                    text.code(block.toString());
                    block.setLength(0);
                }
            }
            default -> {
                if (element.isBlock()) {
                    flush();
                }
            }
        }
    }

    private void heading(int level) {
        String title = Characters.oneLine(block.toString());
        block.setLength(0);
        if (firstHeading == null && !title.isEmpty()) {
            firstHeading = title;
        }
        text.heading(level, title);
    }

    private void append(String words) {
        budget.checkCharacters(block.length() + words.length());
        if (code > 0) {
            block.append(words);
            return;
        }
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (!Character.isWhitespace(c) && c != '\u00A0') {
                block.append(c);
            } else if (!block.isEmpty() && !Character.isWhitespace(block.charAt(block.length() - 1))) {
                block.append(' ');
            }
        }
    }

    /** Ends the block: an item where one is open, a paragraph otherwise. Within a table blocks are a cell's words. */
    private void flush() {
        if (tables > 0) {
            block.append(' ');
            return;
        }
        if (code > 0) {
            return;
        }
        String lines = block.toString();
        block.setLength(0);
        if (itemOpen) {
            if (!lines.isBlank()) {
                text.item(lists.size() - 1, marker(), lines);
                // More blocks of the same item are paragraphs below it.
                itemOpen = false;
            }
        } else {
            text.paragraph(lines);
        }
    }

    private String marker() {
        if (lists.isEmpty() || lists.element() == 0) {
            return "-";
        }
        int number = lists.pop();
        lists.push(number + 1);
        return number + ".";
    }
}
