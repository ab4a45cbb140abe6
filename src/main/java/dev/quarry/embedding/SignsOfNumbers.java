package dev.quarry.embedding;

/**
 * One bit a number, its sign: the scheme of spaces that earlier versions made.
 *
 * @param bits as many as the space has dimensions
 */
record SignsOfNumbers(int bits) implements SignatureScheme {
    @Override
    public String signature(float[] vector) {
        return Vectors.signature(vector);
    }
}
