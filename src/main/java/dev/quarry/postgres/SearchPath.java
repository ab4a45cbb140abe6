package dev.quarry.postgres;

/** Quarry's tables stand in a schema of their own; extensions may stand in any of the usual places. */
final class SearchPath {
    static final String SCHEMA = "quarry";
    static final String VALUE = SCHEMA + ", public, extensions";

    private SearchPath() {}
}
