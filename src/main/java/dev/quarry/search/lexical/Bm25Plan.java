package dev.quarry.search.lexical;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which terms' postings are read, and which are only looked up for the chunks that the others gave (MaxScore).
 *
 * <p>A chunk that holds none of the read terms is never seen; its score is below the sum of the other terms' weights. Once as
 * many chunks as are wanted score higher than that, the ranking is proven to be exact. Where the query has a phrase, only its
 * rarest term is read: a chunk without it is no hit at all.
 *
 * @param steps what to do with each term; one that is read in part is looked up too
 * @param rest what looking up can add to a chunk's score at most; infinite where nothing may be dropped for its score
 * @param unseen what a hit that was never seen scores less than; 0 where there can be none
 * @see <a href="https://doi.org/10.1016/0306-4573(95)00020-H">Turtle and Flood, Query evaluation: strategies and optimizations
 *     (1995)</a>
 */
record Bm25Plan(List<Step> steps, double rest, double unseen) {
    /** Looking one posting up takes as long as reading this many; measured: docs/search.md. */
    static final int READS_OF_A_LOOKUP = 10;

    /** What a term that a chunk holds at all adds to its score, usually and at least, as a share of the term's weight. */
    private static final double USUAL_SHARE = 0.4;

    /** Chunks of a term that is too common to be read, for each hit that is wanted: the newest. */
    private static final int FILL = 10;

    /** Sums of the same weights in another order differ in their last digits. */
    private static final double ROUNDING = 1e-9;

    Bm25Plan {
        steps = List.copyOf(steps);
    }

    /**
     * What to do with a term.
     *
     * @param weight 0 where its postings only name chunks to look at
     * @param most how many of its postings are read, the newest chunks' first
     * @param read whether it is read; else it is looked up
     */
    record Step(Bm25Term term, double weight, long most, boolean read) {
        static Step read(Bm25Term term) {
            return new Step(term, term.weight(), Long.MAX_VALUE, true);
        }

        static Step readInPart(Bm25Term term, long most) {
            return new Step(term, 0, most, true);
        }

        static Step lookUp(Bm25Term term) {
            return new Step(term, term.weight(), 0, false);
        }
    }

    /**
     * Reads as much as the budget allows, the weightiest terms first.
     *
     * @param limit hits that are wanted
     * @param budget postings that may be read
     */
    static Bm25Plan thorough(List<Bm25Term> terms, int limit, long budget) {
        List<Bm25Term> ordered = ordered(ofPossibleLanguages(terms));
        List<Bm25Term> drivers = drivers(ordered);
        int read = 0;
        long postings = 0;
        while (read < drivers.size() && postings + drivers.get(read).chunks() <= budget) {
            postings += drivers.get(read).chunks();
            read++;
        }
        List<Step> steps = new ArrayList<>();
        drivers.subList(0, read).forEach(term -> steps.add(Step.read(term)));
        if (read < drivers.size()) {
            long most = read == 0 ? budget : Math.min(budget - postings, (long) FILL * limit);
            steps.add(Step.readInPart(drivers.get(read), most));
        }
        return of(ordered, drivers, drivers.subList(read, drivers.size()), steps);
    }

    /**
     * Reads rare terms only, where that is likely to be enough and saves time; else as {@link #thorough}. Whether it was
     * enough, {@link #proves} says.
     */
    static Bm25Plan sparing(List<Bm25Term> terms, int limit, long budget) {
        List<Bm25Term> ordered = ordered(ofPossibleLanguages(terms));
        if (ordered.stream().anyMatch(Bm25Term::required)) {
            return thorough(terms, limit, budget);
        }
        long cheapest = ordered.stream().mapToLong(Bm25Term::chunks).sum();
        int best = ordered.size();
        long postings = 0;
        for (int read = 1; read < ordered.size(); read++) {
            Bm25Term last = ordered.get(read - 1);
            postings += last.chunks();
            List<Bm25Term> others = ordered.subList(read, ordered.size());
            boolean likely = postings >= 2L * limit && Bm25Terms.highestSum(others) < USUAL_SHARE * last.weight();
            long cost = postings * (1L + (long) READS_OF_A_LOOKUP * others.size());
            if (likely && postings <= budget && cost < cheapest) {
                cheapest = cost;
                best = read;
            }
        }
        if (best == ordered.size()) {
            return thorough(terms, limit, budget);
        }
        List<Step> steps = new ArrayList<>();
        ordered.subList(0, best).forEach(term -> steps.add(Step.read(term)));
        return of(ordered, ordered, ordered.subList(best, ordered.size()), steps);
    }

    /**
     * @param drivers the terms that together give every hit
     * @param unread those of them that are not read as a whole
     */
    private static Bm25Plan of(
            List<Bm25Term> ordered, List<Bm25Term> drivers, List<Bm25Term> unread, List<Step> steps) {
        List<Bm25Term> lookedUp = new ArrayList<>(ordered);
        steps.stream()
                .filter(step -> step.most() == Long.MAX_VALUE)
                .map(Step::term)
                .forEach(lookedUp::remove);
        lookedUp.forEach(term -> steps.add(Step.lookUp(term)));
        boolean everyHitHoldsADriver = drivers.size() < ordered.size();
        // A chunk that lacks an unread driver of its language lacks the phrase; one that holds it may say all the
        // query.
        List<Bm25Term> ofUnread = everyHitHoldsADriver
                ? ordered.stream()
                        .filter(term -> unread.stream()
                                .anyMatch(driver -> driver.language().equals(term.language())))
                        .toList()
                : unread;
        double unseen = Bm25Terms.highestSum(ofUnread) * (1 + ROUNDING);
        double rest = everyHitHoldsADriver ? Double.POSITIVE_INFINITY : unseen;
        return new Bm25Plan(steps, lookedUp.isEmpty() ? 0 : rest, unseen);
    }

    /** Of a language with required terms the rarest of these, of another language all. */
    private static List<Bm25Term> drivers(List<Bm25Term> ordered) {
        Map<String, List<Bm25Term>> byLanguage = ordered.stream()
                .collect(Collectors.groupingBy(Bm25Term::language, LinkedHashMap::new, Collectors.toList()));
        return ordered(byLanguage.values().stream()
                .flatMap(ofLanguage -> ofLanguage.stream()
                        .filter(Bm25Term::required)
                        .min(Comparator.comparingLong(Bm25Term::chunks))
                        .map(List::of)
                        .orElse(ofLanguage)
                        .stream())
                .toList());
    }

    /** Without the languages in which a required term is nowhere, and without other terms that are nowhere. */
    private static List<Bm25Term> ofPossibleLanguages(List<Bm25Term> terms) {
        List<String> impossible = terms.stream()
                .filter(term -> term.required() && term.chunks() <= 0)
                .map(Bm25Term::language)
                .toList();
        return terms.stream()
                .filter(term -> term.chunks() > 0 && !impossible.contains(term.language()))
                .toList();
    }

    private static List<Bm25Term> ordered(List<Bm25Term> terms) {
        return terms.stream()
                .sorted(Comparator.comparingDouble(Bm25Term::weight).reversed())
                .toList();
    }

    /** Whether some terms are not read as a whole, so that chunks' scores have to be completed. */
    boolean looksUp() {
        return steps.stream().anyMatch(step -> !step.read());
    }

    /** Whether nothing can be missing or in the wrong place in what came of it. */
    boolean proves(List<ScoredChunk> best, int limit) {
        return unseen == 0 || (best.size() == limit && best.getLast().score() > unseen);
    }

    /** For an explanation. */
    Map<String, Object> explained() {
        Map<String, Object> explained = new LinkedHashMap<>();
        explained.put("read", lexemes(true));
        explained.put("looked_up", lexemes(false));
        explained.put(
                "postings",
                steps.stream()
                        .filter(Step::read)
                        .mapToLong(step -> Math.min(step.most(), step.term().chunks()))
                        .sum());
        return explained;
    }

    private List<String> lexemes(boolean read) {
        return steps.stream()
                .filter(step -> step.read() == read)
                .map(step -> step.term().language() + ":" + step.term().lexeme())
                .toList();
    }
}
