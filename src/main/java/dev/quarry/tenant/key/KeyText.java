package dev.quarry.tenant.key;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A key as its owner holds it, {@code quarry_<prefix>_<secret>}: eight hexadecimal digits by which people tell keys apart, and
 * 256 random bits in base64url.
 *
 * @param prefix the visible part; no part of the secret
 */
record KeyText(String text, String prefix) {
    private static final int PREFIX_BYTES = 4;
    private static final int SECRET_BYTES = 32;

    static KeyText random() {
        SecureRandom random = new SecureRandom();
        byte[] visible = new byte[PREFIX_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(visible);
        random.nextBytes(secret);
        String prefix = "quarry_" + HexFormat.of().formatHex(visible);
        return new KeyText(
                prefix + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret), prefix);
    }

    KeyHash hash() {
        return KeyHash.of(text);
    }

    /** The secret shows itself to nobody. */
    @Override
    public String toString() {
        return prefix + "_***";
    }
}
