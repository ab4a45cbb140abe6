package dev.quarry.search.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the named parameters of one statement, and passes over everything that only looks like one: strings, quoted
 * identifiers, dollar quotes, comments, casts and the slices of arrays. What else is wrong the server says.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">PostgreSQL, lexical structure</a>
 */
final class QueryReader {
    private static final Set<String> BEGINNINGS = Set.of("select", "with", "(");

    private enum Bracket {
        ROUND,
        /** {@code array[…]}: a colon in it begins a parameter. */
        ARRAY,
        /** {@code value[…]}: a colon behind an operand divides a slice's bounds. */
        SUBSCRIPT,
        /** A subscript whose dividing colon has been. */
        SLICE
    }

    private final String sql;
    private final StringBuilder text = new StringBuilder();
    private final List<Parameter> parameters = new ArrayList<>();
    private final Deque<Bracket> brackets = new ArrayDeque<>();
    /** The last token: a word in lower case, or a sign. */
    private String previous = "";

    private boolean ended;
    private int at;

    QueryReader(String sql) {
        this.sql = sql;
    }

    QueryTemplate read() {
        while (at < sql.length()) {
            next(sql.charAt(at));
        }
        if (previous.isEmpty()) {
            throw new IllegalArgumentException("is empty; it must be a SELECT");
        }
        return new QueryTemplate(text.toString().strip(), parameters);
    }

    private void next(char c) {
        if (Character.isWhitespace(c)) {
            copyTo(at + 1);
        } else if (sql.startsWith("--", at)) {
            copyTo(endOfLine());
        } else if (sql.startsWith("/*", at)) {
            copyTo(endOfComment());
        } else if (c == ';') {
            ended = true;
            at++;
        } else {
            refuseASecondStatement();
            token(c);
        }
    }

    private void token(char c) {
        if (c == '\'') {
            quoted('\'', false);
        } else if (c == '"') {
            quoted('"', false);
        } else if (isWordStart(c)) {
            word();
        } else if (Character.isDigit(c)) {
            copyTo(endOfWord(at));
            previous = "0";
        } else if (c == '$') {
            dollar();
        } else if (c == ':') {
            colon();
        } else {
            sign(c);
        }
    }

    private void word() {
        int end = endOfWord(at);
        String word = sql.substring(at, end).toLowerCase(Locale.ROOT);
        become(word);
        copyTo(end);
        if (word.equals("e") && at < sql.length() && sql.charAt(at) == '\'') {
            quoted('\'', true);
        }
    }

    private void sign(char c) {
        switch (c) {
            case '(' -> brackets.push(Bracket.ROUND);
            case '[' -> brackets.push(opensArray() ? Bracket.ARRAY : Bracket.SUBSCRIPT);
            case ')', ']' -> brackets.poll();
            default -> {
                // Every other sign stands for itself.
            }
        }
        become(String.valueOf(c));
        copyTo(at + 1);
    }

    private boolean opensArray() {
        return previous.equals("array")
                || (brackets.peek() == Bracket.ARRAY && (previous.equals("[") || previous.equals(",")));
    }

    private void colon() {
        if (sql.startsWith("::", at) || sql.startsWith(":=", at)) {
            become(":");
            copyTo(at + 2);
        } else if (brackets.peek() == Bracket.SUBSCRIPT && !previous.equals("[")) {
            brackets.pop();
            brackets.push(Bracket.SLICE);
            become(":");
            copyTo(at + 1);
        } else if (at + 1 < sql.length() && isWordStart(sql.charAt(at + 1))) {
            parameter();
        } else {
            sign(':');
        }
    }

    private void parameter() {
        int end = endOfName(at + 1);
        String name = sql.substring(at + 1, end);
        Parameter parameter = Parameter.named(name)
                .orElseThrow(() -> new IllegalArgumentException("names the parameter :" + name
                        + ", which does not exist; there are " + Parameter.ALLOWED
                        + ". Put a space behind a colon that begins none"));
        if (!parameters.contains(parameter)) {
            parameters.add(parameter);
        }
        // Typed here, so that what the server would infer from the place does not matter; in brackets, so that what
        // follows belongs to the value and not to the type.
        text.append("($%d::%s)"
                .formatted(parameters.indexOf(parameter) + 1, parameter.kind().type()));
        become("0");
        at = end;
    }

    private void dollar() {
        if (at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1))) {
            throw new IllegalArgumentException("has the numbered parameter " + sql.substring(at, endOfWord(at + 1))
                    + "; name it: there are " + Parameter.ALLOWED);
        }
        int tagEnd = at + 1;
        while (tagEnd < sql.length() && sql.charAt(tagEnd) != '$' && isWordPart(sql.charAt(tagEnd))) {
            tagEnd++;
        }
        if (tagEnd < sql.length() && sql.charAt(tagEnd) == '$') {
            String mark = sql.substring(at, tagEnd + 1);
            become("'");
            copyTo(endOfDollarQuote(mark, tagEnd + 1));
        } else {
            sign('$');
        }
    }

    private int endOfDollarQuote(String mark, int from) {
        int end = sql.indexOf(mark, from);
        if (end < 0) {
            throw new IllegalArgumentException("has a dollar quote that begins with " + mark
                    + " and does not end. In settings $$ is read as $: write $q$…$q$");
        }
        return end + mark.length();
    }

    /** A doubled quote is one of the content; so is one behind a backslash, where those escape. */
    private void quoted(char quote, boolean escapes) {
        String doubled = String.valueOf(quote).repeat(2);
        int end = at + 1;
        while (end < sql.length() && (sql.charAt(end) != quote || sql.startsWith(doubled, end))) {
            boolean pair = sql.charAt(end) == quote || (escapes && sql.charAt(end) == '\\');
            end += pair ? 2 : 1;
        }
        become(String.valueOf(quote));
        copyTo(Math.min(end + 1, sql.length()));
    }

    /** Comments may hold comments. */
    private int endOfComment() {
        int depth = 0;
        int end = at;
        do {
            if (sql.startsWith("/*", end)) {
                depth++;
                end += 2;
            } else if (sql.startsWith("*/", end)) {
                depth--;
                end += 2;
            } else {
                end++;
            }
        } while (depth > 0 && end < sql.length());
        return Math.min(end, sql.length());
    }

    /** Of a parameter; only a filter's may have dots, each before another word. */
    private int endOfName(int start) {
        int end = endOfWord(start);
        boolean dotted = sql.substring(start, end).equals("filter");
        while (dotted && end + 1 < sql.length() && sql.charAt(end) == '.' && isWordPart(sql.charAt(end + 1))) {
            end = endOfWord(end + 1);
        }
        return end;
    }

    private int endOfWord(int start) {
        int end = start;
        while (end < sql.length() && isWordPart(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private int endOfLine() {
        int end = sql.indexOf('\n', at);
        return end < 0 ? sql.length() : end + 1;
    }

    private void become(String token) {
        if (previous.isEmpty() && !BEGINNINGS.contains(token)) {
            throw new IllegalArgumentException(
                    "does not begin with SELECT; it must be one SELECT, or WITH and a SELECT");
        }
        previous = token;
    }

    private void refuseASecondStatement() {
        if (ended) {
            throw new IllegalArgumentException("holds several statements; it must be one SELECT");
        }
    }

    private void copyTo(int end) {
        text.append(sql, at, end);
        at = end;
    }

    private static boolean isWordStart(char c) {
        return Character.isLetter(c) || c == '_' || c >= 0x80;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || Character.isDigit(c) || c == '$';
    }
}
