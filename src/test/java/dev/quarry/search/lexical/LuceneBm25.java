package dev.quarry.search.lexical;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Lucene's BM25 over the same lexemes, each with its language before it: the second referee. Lucene leaves out the factor
 * (k1 + 1), which is put back.
 */
final class LuceneBm25 {
    private static final String TEXT = "text";
    private static final String ID = "id";

    private LuceneBm25() {}

    /** The score of every chunk that holds a lexeme of the query. */
    static Map<UUID, Double> scores(
            RandomCorpus corpus, List<RandomCorpus.Chunk> chunks, String query, double k1, double b) {
        BM25Similarity similarity = new BM25Similarity((float) k1, (float) b);
        try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
            try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig().setSimilarity(similarity))) {
                for (RandomCorpus.Chunk chunk : chunks) {
                    Document document = new Document();
                    document.add(new StoredField(ID, chunk.id().toString()));
                    document.add(new TextField(TEXT, new Lexemes(chunk)));
                    writer.addDocument(document);
                }
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                IndexSearcher searcher = new IndexSearcher(reader);
                searcher.setSimilarity(similarity);
                StoredFields stored = searcher.storedFields();
                Map<UUID, Double> scores = new HashMap<>();
                for (ScoreDoc hit : searcher.search(any(corpus, query), Math.max(1, chunks.size())).scoreDocs) {
                    scores.put(UUID.fromString(stored.document(hit.doc).get(ID)), hit.score * (k1 + 1));
                }
                return scores;
            }
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }

    private static BooleanQuery any(RandomCorpus corpus, String query) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String language : RandomCorpus.LANGUAGES) {
            corpus.lexemes(language, query)
                    .forEach((lexeme, times) -> any.add(
                            new BoostQuery(new TermQuery(new Term(TEXT, language + ":" + lexeme)), times),
                            BooleanClause.Occur.SHOULD));
        }
        return any.build();
    }

    /** A chunk's lexemes, each as often as the chunk has it. */
    private static final class Lexemes extends TokenStream {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final Iterator<String> tokens;

        Lexemes(RandomCorpus.Chunk chunk) {
            Stream<String> all = chunk.frequencies().entrySet().stream()
                    .flatMap(lexeme ->
                            Collections.nCopies(lexeme.getValue(), chunk.language() + ":" + lexeme.getKey()).stream());
            this.tokens = all.iterator();
        }

        @Override
        public boolean incrementToken() {
            clearAttributes();
            if (!tokens.hasNext()) {
                return false;
            }
            term.append(tokens.next());
            return true;
        }
    }
}
