package dev.quarry.embedding.http;

/** Gives a status that is not 200 its meaning: who, what, and what to change. */
final class Refusals {
    private static final int SERVER_ERRORS = 500;

    private final Account account;

    Refusals(Account account) {
        this.account = account;
    }

    Trouble trouble(int status) {
        return switch (status) {
            case 429 -> Trouble.RATE_LIMITED;
            case 408 -> Trouble.TIMEOUT;
            default -> status >= SERVER_ERRORS ? Trouble.SERVER_ERROR : Trouble.REFUSED;
        };
    }

    String message(int status, String complaint) {
        String said = complaint.isEmpty() ? "" : ", saying: " + complaint;
        return "the embedding provider " + account.endpoint().host() + " " + meaning(status) + " (status " + status
                + said + ")" + advice(status);
    }

    private String meaning(int status) {
        return switch (status) {
            case 401 -> account.key() == null ? "wants a key" : "does not accept the key";
            case 403 -> "does not let the key do this";
            case 404 -> "does not know the address or the model";
            case 413 -> "takes no request as large as this";
            case 429 -> "wants fewer requests";
            default -> {
                if (status >= SERVER_ERRORS) {
                    yield "failed";
                }
                yield status < 400 ? "does not answer here" : "refuses the request";
            }
        };
    }

    private String advice(int status) {
        return switch (status) {
            case 401, 403 -> "; set QUARRY_EMBEDDING_API_KEY";
            case 404 ->
                "; look at QUARRY_EMBEDDING_URL (asked: " + account.endpoint().address()
                        + ") and QUARRY_EMBEDDING_MODEL (" + account.model() + ")";
            case 413 ->
                "; lower quarry.embedding.http.batch-size, quarry.embedding.http.batch-tokens or"
                        + " quarry.embedding.max-tokens";
            case 400, 422 ->
                "; look at QUARRY_EMBEDDING_MODEL, quarry.embedding.max-tokens, quarry.embedding.http.batch-size and"
                        + " quarry.embedding.http.send-dimensions";
            default -> status < 400 ? "; set QUARRY_EMBEDDING_URL to where it does" : "";
        };
    }
}
