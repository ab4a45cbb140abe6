package dev.quarry.document.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/** PDFs: bombs in streams, pages without end, references in circles, tables of characters that never end. */
final class HostilePdfs {
    private static final String FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

    private static final String ENCRYPTED = """
            %PDF-1.7
            1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
            2 0 obj << /Type /Pages /Count 0 /Kids [] >> endobj
            trailer << /Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -4 >> >>
            """;

    private HostilePdfs() {}

    /** All that there are, by what they try. */
    static List<HostileFile> all() {
        List<HostileFile> files = new ArrayList<>();
        byte[] blanks = deflated(new byte[250 << 20]);
        byte[] operators = deflated("BT ET ".repeat(20_000_000).getBytes(StandardCharsets.US_ASCII));
        files.add(page("stream bomb", "/Filter /FlateDecode", blanks));
        files.add(page("stream bomb named a picture", "/Subtype /Image /Filter /FlateDecode", blanks));
        files.add(page("stream of operators", "/Filter /FlateDecode", operators));
        files.add(page("stream packed twice", "/Filter [/FlateDecode /FlateDecode]", deflated(blanks)));
        files.add(page("stream packed in two ways", "/Filter [/FlateDecode /LZWDecode]", deflated(new byte[1 << 20])));
        files.add(page(
                "rows without end",
                "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2000000000 >>",
                deflated(new byte[1000])));
        files.add(page("run lengths", "/Filter /RunLengthDecode", runs(4_000_000)));
        files.add(page("length in a circle", "/Length 4 0 R", text("BT ET")));
        files.add(pages("absurd count of pages", "/Count 2000000000 /Kids [3 0 R]"));
        files.add(pages("negative count of pages", "/Count -5 /Kids [3 0 R]"));
        files.add(pages("pages that are their own kids", "/Count 10 /Kids [2 0 R 2 0 R]"));
        files.add(pages("one page again and again", "/Count 100000 /Kids [" + "3 0 R ".repeat(100_000) + "]"));
        files.add(pages("deep arrays", "/Count 1 /Kids " + "[".repeat(200_000)));
        files.add(pages("deep dictionaries", "/Count 1 /Kids [3 0 R] /X " + "<< /X ".repeat(200_000)));
        files.add(laughs());
        files.add(ranges());
        files.add(contentsAgain(operators));
        files.add(new HostileFile("encrypted", "secret.pdf", text(ENCRYPTED)));
        files.add(new HostileFile("no more than a header", "header.pdf", text("%PDF-1.7\n")));
        return files;
    }

    /** A PDF that is well. */
    static byte[] plain(String words) {
        return document(
                "/Count 1 /Kids [3 0 R]", stream("", text("BT /F 12 Tf 72 700 Td (" + words + ") Tj ET")), List.of());
    }

    private static HostileFile page(String kind, String filter, byte[] content) {
        return new HostileFile(
                kind, "hostile.pdf", document("/Count 1 /Kids [3 0 R]", stream(filter, content), List.of()));
    }

    private static HostileFile pages(String kind, String tree) {
        return new HostileFile(
                kind, "hostile.pdf", document(tree, stream("", text("BT /F 12 Tf (few words) Tj ET")), List.of()));
    }

    /** Forms that draw the next one ten times, ten deep. */
    private static HostileFile laughs() {
        List<byte[]> forms = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String next = (6 + i + 1) + " 0 R";
            forms.add(stream(
                    "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /N " + next + " >> >>",
                    text("/N Do ".repeat(10))));
        }
        forms.add(stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", text("BT /F 12 Tf (ha) Tj ET")));
        return new HostileFile(
                "forms within forms",
                "laughs.pdf",
                document("/Count 1 /Kids [3 0 R]", stream("", text("/X Do")), forms));
    }

    /** A font whose codes are mapped, four bytes of them. */
    private static HostileFile ranges() {
        byte[] map = stream(
                "",
                text("begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange\n"
                        + "1 beginbfrange <00000000> <7FFFFFFE> <0000000000000041> endbfrange endcmap"));
        byte[] font = text("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>");
        return new HostileFile(
                "characters without end",
                "ranges.pdf",
                document(
                        "/Count 1 /Kids [3 0 R]",
                        stream("", text("BT /G 12 Tf (few words) Tj ET")),
                        List.of(map, font)));
    }

    private static HostileFile contentsAgain(byte[] operators) {
        byte[] array = text("[" + "6 0 R ".repeat(10_000) + "]");
        return new HostileFile(
                "one stream again and again",
                "again.pdf",
                document("/Count 1 /Kids [3 0 R]", array, List.of(stream("/Filter /FlateDecode", operators))));
    }

    /** Objects: 1 catalog, 2 pages, 3 a page, 4 its content, 5 a font, from 6 on more; without a table: readers mend that. */
    private static byte[] document(String tree, byte[] content, List<byte[]> more) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(text("%PDF-1.7\n"));
        object(out, 1, text("<< /Type /Catalog /Pages 2 0 R >>"));
        object(out, 2, text("<< /Type /Pages " + tree + " >>"));
        object(
                out,
                3,
                text("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
                        + " /Resources << /Font << /F 5 0 R /G 7 0 R >> /XObject << /X 6 0 R >> >> >>"));
        object(out, 4, content);
        object(out, 5, text(FONT));
        for (int i = 0; i < more.size(); i++) {
            object(out, 6 + i, more.get(i));
        }
        out.writeBytes(text("trailer << /Root 1 0 R /Size " + (6 + more.size()) + " >>\nstartxref\n0\n%%EOF\n"));
        return out.toByteArray();
    }

    private static void object(ByteArrayOutputStream out, int number, byte[] content) {
        out.writeBytes(text(number + " 0 obj\n"));
        out.writeBytes(content);
        out.writeBytes(text("\nendobj\n"));
    }

    private static byte[] stream(String dictionary, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String length = dictionary.contains("/Length") ? "" : " /Length " + content.length;
        out.writeBytes(text("<< " + dictionary + length + " >>\nstream\n"));
        out.writeBytes(content);
        out.writeBytes(text("\nendstream"));
        return out.toByteArray();
    }

    private static byte[] runs(int length) {
        byte[] runs = new byte[length];
        for (int i = 0; i < length; i += 2) {
            runs[i] = (byte) 129;
            runs[i + 1] = ' ';
        }
        return runs;
    }

    private static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
