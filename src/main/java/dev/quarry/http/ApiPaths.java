package dev.quarry.http;

/** The addresses of the interface. */
public final class ApiPaths {
    public static final String ROOT = "/api/v1";
    public static final String DOCUMENTS = ROOT + "/documents";
    public static final String CHUNKING = ROOT + "/chunking";
    public static final String CHUNKS = ROOT + "/chunks";
    public static final String SEARCH = ROOT + "/search";
    public static final String ANSWER = ROOT + "/answer";
    public static final String SESSIONS = ROOT + "/sessions";
    /** The Model Context Protocol, which has a description of its own: /q/openapi does not list it. */
    public static final String TOOLS = "/mcp";

    public static final String CAPABILITIES = ROOT + "/capabilities";
    public static final String JOBS = ROOT + "/jobs";
    public static final String WATCHER = ROOT + "/watcher";
    public static final String ADMIN_DOCUMENTS = ROOT + "/admin/documents";
    public static final String ADMIN_CHUNKS = ROOT + "/admin/chunks";
    public static final String ADMIN_EMBEDDINGS = ROOT + "/admin/embeddings";
    public static final String ADMIN_SPACES = ADMIN_EMBEDDINGS + "/spaces";
    public static final String ADMIN_EVALUATIONS = ROOT + "/admin/evaluations";
    public static final String ADMIN_FEEDBACK = ROOT + "/admin/feedback";
    public static final String ADMIN_LOCKS = ROOT + "/admin/locks";
    public static final String ADMIN_STATUS = ROOT + "/admin/status";
    public static final String ADMIN_KEYS = ROOT + "/admin/keys";
    public static final String ADMIN_TENANTS = ROOT + "/admin/tenants";
    public static final String ADMIN_AUDIT = ROOT + "/admin/audit";
    public static final String ADMIN_POOLS = ROOT + "/admin/pools";

    /** Takes bodies of any length, as a stream. */
    public static final String DOCUMENT_STREAM = DOCUMENTS + ":batch";

    /** The media type of a stream of JSON, a line each. */
    public static final String NDJSON = "application/x-ndjson";

    private ApiPaths() {}
}
