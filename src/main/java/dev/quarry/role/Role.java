package dev.quarry.role;

/** What an instance is for. */
public enum Role {
    /** Serves requests and works. */
    ALL(true, true),
    /** Serves requests; leaves embedding and jobs to others. */
    SERVER(true, false),
    /** Embeds and works through jobs; answers only for its health and its metrics. */
    WORKER(false, true);

    private final boolean serves;
    private final boolean works;

    Role(boolean serves, boolean works) {
        this.serves = serves;
        this.works = works;
    }

    /** Whether it answers requests. */
    public boolean serves() {
        return serves;
    }

    /** Whether it takes part in the pipeline. */
    public boolean works() {
        return works;
    }
}
