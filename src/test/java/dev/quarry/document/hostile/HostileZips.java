package dev.quarry.document.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives: bombs of one layer, of several, of entries over each other; XML that refers outside or grows within. */
final class HostileZips {
    private static final int MEGABYTE = 1 << 20;
    private static final String WORD =
            "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";
    private static final String WORD_END = "</w:body></w:document>";

    private HostileZips() {}

    /** All that there are, by what they try. */
    static List<HostileFile> all() {
        List<HostileFile> files = new ArrayList<>();
        byte[] bomb = zip(Map.of("word/document.xml", inflated(300)));
        files.add(new HostileFile("zip bomb", "bomb.docx", bomb));
        files.add(new HostileFile("zip bomb", "bomb.epub", zip(book(inflated(300)))));
        files.add(new HostileFile("nested zip bomb", "nested.docx", zip(Map.of("word/document.xml", bomb))));
        files.add(new HostileFile(
                "nested zip bomb", "nested.zip", zip(Map.of("one.zip", zip(Map.of("two.zip", bomb))))));
        files.add(new HostileFile("overlapping entries", "overlap.docx", overlapping(2_000, "word/document.xml")));
        files.add(new HostileFile("overlapping entries", "overlap.epub", overlapping(2_000, "META-INF/container.xml")));
        files.add(new HostileFile("many entries", "many.docx", manyEntries(30_000)));
        files.add(docx("deep XML", "<w:p>".repeat(100_000)));
        files.add(docx("many elements", "<w:p/>".repeat(1_500_000)));
        files.add(docx("broken XML", "<w:p><w:r></w:p>"));
        files.add(docx("closes what it did not open", "<w:p></w:p></w:p></w:tbl></w:del>"));
        files.add(doctype(
                "XXE",
                "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"));
        files.add(doctype("external DTD", "<!DOCTYPE d SYSTEM \"http://127.0.0.1:1/evil.dtd\">", "<w:p/>"));
        files.add(doctype("billion laughs", laughs(), "<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>"));
        files.add(new HostileFile(
                "spine that names one page again and again",
                "again.epub",
                zip(book(text("<p>again</p>".repeat(1000)), 100_000))));
        files.add(new HostileFile(
                "path out of the archive",
                "out.epub",
                zip(Map.of(
                        "META-INF/container.xml",
                        text("<container><rootfile full-path=\"../../../../etc/passwd\"/></container>")))));
        return files;
    }

    static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        return bytes.toByteArray();
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A DOCX that is well. */
    static byte[] plainDocx(String words) {
        return zip(
                Map.of("word/document.xml", text(WORD + "<w:p><w:r><w:t>" + words + "</w:t></w:r></w:p>" + WORD_END)));
    }

    /** An EPUB that is well. */
    static byte[] plainEpub(String html) {
        return zip(book(text(html)));
    }

    private static HostileFile docx(String kind, String body) {
        return new HostileFile(kind, "hostile.docx", zip(Map.of("word/document.xml", text(WORD + body + WORD_END))));
    }

    private static HostileFile doctype(String kind, String doctype, String body) {
        return new HostileFile(
                kind, "hostile.docx", zip(Map.of("word/document.xml", text(doctype + WORD + body + WORD_END))));
    }

    private static String laughs() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE d [<!ENTITY l0 \"ha\">");
        for (int i = 1; i < 10; i++) {
            laughs.append("<!ENTITY l" + i + " \"" + ("&l" + (i - 1) + ";").repeat(10) + "\">");
        }
        return laughs.append("]>").toString();
    }

    private static Map<String, byte[]> book(byte[] page) {
        return book(page, 1);
    }

    private static Map<String, byte[]> book(byte[] page, int times) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("mimetype", text("application/epub+zip"));
        entries.put("META-INF/container.xml", text("<container><rootfile full-path=\"p.opf\"/></container>"));
        entries.put(
                "p.opf",
                text("<package><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/>"
                        + "</manifest><spine>" + "<itemref idref=\"a\"/>".repeat(times) + "</spine></package>"));
        entries.put("a.xhtml", page);
        return entries;
    }

    /** Blanks within XML. */
    private static byte[] inflated(int megabytes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] blanks = new byte[MEGABYTE];
        java.util.Arrays.fill(blanks, (byte) ' ');
        bytes.writeBytes(text(WORD + "<w:p><w:r><w:t>"));
        for (int i = 0; i < megabytes; i++) {
            bytes.writeBytes(blanks);
        }
        bytes.writeBytes(text("</w:t></w:r></w:p>" + WORD_END));
        return bytes.toByteArray();
    }

    private static byte[] manyEntries(int count) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("word/document.xml", text(WORD + WORD_END));
        for (int i = 0; i < count; i++) {
            entries.put("e" + i, new byte[0]);
        }
        return zip(entries);
    }

    /**
     * One packed kernel that every entry of the directory points to.
     *
     * @see <a href="https://www.bamsoftware.com/hacks/zipbomb/">Fifield: a better zip bomb</a>
     */
    private static byte[] overlapping(int entries, String firstName) {
        byte[] kernel = new byte[MEGABYTE];
        CRC32 crc = new CRC32();
        crc.update(kernel);
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(kernel);
        deflater.finish();
        byte[] packed = new byte[64 * 1024];
        int length = deflater.deflate(packed);
        deflater.end();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        record(bytes, 0x04034b50, firstName, (int) crc.getValue(), length, kernel.length, false);
        bytes.write(packed, 0, length);
        int directory = bytes.size();
        for (int i = 0; i < entries; i++) {
            record(bytes, 0x02014b50, i == 0 ? firstName : "e" + i, (int) crc.getValue(), length, kernel.length, true);
        }
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0x06054b50).putInt(0).putShort((short) entries).putShort((short) entries);
        end.putInt(bytes.size() - directory).putInt(directory).putShort((short) 0);
        bytes.writeBytes(end.array());
        return bytes.toByteArray();
    }

    private static void record(
            OutputStream out, int signature, String name, int crc, int packed, int unpacked, boolean directory) {
        byte[] nameBytes = text(name);
        ByteBuffer header =
                ByteBuffer.allocate((directory ? 46 : 30) + nameBytes.length).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(signature);
        if (directory) {
            header.putShort((short) 20);
        }
        header.putShort((short) 20).putShort((short) 0).putShort((short) 8).putInt(0);
        header.putInt(crc)
                .putInt(packed)
                .putInt(unpacked)
                .putShort((short) nameBytes.length)
                .putShort((short) 0);
        if (directory) {
            // No comment, disk 0, no attributes; every entry's data begin at 0.
            header.putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(0)
                    .putInt(0);
        }
        header.put(nameBytes);
        try {
            out.write(header.array());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
