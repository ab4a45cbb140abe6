package dev.quarry.embedding;

/**
 * How the portable index makes a vector's signature: bits of which two vectors share the more, the smaller their angle is.
 *
 * <p>Signatures are compared with those that are stored: what a scheme makes of a vector never changes. A better scheme is
 * another one, and its spaces are of another kind.
 */
interface SignatureScheme {
    /** Bits in a signature. */
    int bits();

    /** The bits as {@code 0} and {@code 1}. */
    String signature(float[] vector);
}
