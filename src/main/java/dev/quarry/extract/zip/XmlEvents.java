package dev.quarry.extract.zip;

import dev.quarry.extract.Budget;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * XML by the JDK's own streaming parser. There are no document types here: with one the file is refused, and with them go
 * entities, inside and outside.
 *
 * @see <a href="https://cheatsheetseries.owasp.org/cheatsheets/XML_External_Entity_Prevention_Cheat_Sheet.html">OWASP: XML
 *     external entity prevention</a>
 */
final class XmlEvents implements AutoCloseable {
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader reader;
    private final Budget budget;
    private int depth;

    private XmlEvents(XMLStreamReader reader, Budget budget) {
        this.reader = reader;
        this.budget = budget;
    }

    static XmlEvents of(InputStream in, Budget budget) throws IOException {
        try {
            return new XmlEvents(FACTORY.createXMLStreamReader(in), budget);
        } catch (XMLStreamException error) {
            throw broken(error);
        }
    }

    /** Goes to the next start or end of an element, or stretch of text; false at the end. */
    boolean next() throws IOException {
        try {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw Budget.refusal("holds XML with a document type or entities, which are not taken");
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        budget.takeElement();
                        budget.checkDepth(depth);
                        return true;
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        return true;
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                        return true;
                    }
                    default -> {
                        // Comments and instructions say nothing to a reader.
                    }
                }
            }
            return false;
        } catch (XMLStreamException error) {
            throw broken(error);
        }
    }

    boolean isStart() {
        return reader.isStartElement();
    }

    boolean isEnd() {
        return reader.isEndElement();
    }

    /** The element's name without its prefix. */
    String name() {
        return reader.getLocalName();
    }

    boolean isText() {
        return reader.isCharacters();
    }

    String text() {
        return reader.getText();
    }

    /** An attribute by its name without its prefix; null where there is none. */
    @Nullable
    String attribute(String name) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equals(name)) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        try {
            reader.close();
        } catch (XMLStreamException error) {
            throw broken(error);
        }
    }

    private static IOException broken(XMLStreamException error) {
        return new IOException("its XML is not well-formed", error);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }
}
