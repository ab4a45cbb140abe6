package dev.quarry.embedding;

import dev.quarry.failure.Failure;
import io.vertx.core.buffer.Buffer;

/** Arithmetic on vectors and the forms that they are stored in. */
final class Vectors {
    private Vectors() {}

    /**
     * The vector of length 1 in the same direction.
     *
     * @throws Failure.Upstream when there is none: a number that is none, or nothing but zeros
     */
    static float[] toUnit(float[] vector) {
        double squares = 0;
        for (float number : vector) {
            squares += (double) number * number;
        }
        if (!Double.isFinite(squares) || squares == 0) {
            throw new Failure.Upstream(
                    "the embedding model gave a vector " + (squares == 0 ? "of zeros" : "that holds NaN or infinity"),
                    null);
        }
        double length = Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    /** The signs as a bit string: 1 where the number is positive. */
    static String signature(float[] vector) {
        StringBuilder bits = new StringBuilder(vector.length);
        for (float number : vector) {
            bits.append(number > 0 ? '1' : '0');
        }
        return bits.toString();
    }

    /** IEEE 754 half precision, two bytes a number, big-endian. */
    static Buffer toHalfPrecision(float[] vector) {
        Buffer bytes = Buffer.buffer(vector.length * Short.BYTES);
        for (float number : vector) {
            bytes.appendShort(Float.floatToFloat16(number));
        }
        return bytes;
    }

    /** The dot product of a vector and one in {@link #toHalfPrecision} form; of unit vectors, their cosine. */
    static double dotHalfPrecision(float[] vector, Buffer other) {
        if (other.length() != vector.length * Short.BYTES) {
            throw new IllegalStateException(
                    "a stored vector has " + other.length() / Short.BYTES + " numbers, the space has " + vector.length);
        }
        float sum = 0;
        for (int i = 0; i < vector.length; i++) {
            sum += vector[i] * Float.float16ToFloat(other.getShort(i * Short.BYTES));
        }
        return sum;
    }

    /** The vector that {@link #toHalfPrecision} made these bytes of, as far as half precision kept it. */
    static float[] fromHalfPrecision(Buffer bytes) {
        float[] vector = new float[bytes.length() / Short.BYTES];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Float.float16ToFloat(bytes.getShort(i * Short.BYTES));
        }
        return vector;
    }

    /** The vector of which pgvector wrote this text. */
    static float[] fromText(String text) {
        String[] numbers = text.substring(1, text.length() - 1).split(",", -1);
        float[] vector = new float[numbers.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Float.parseFloat(numbers[i]);
        }
        return vector;
    }

    /** The text form of pgvector's types: {@code [0.1,0.2]}. */
    static String toText(float[] vector) {
        StringBuilder text = new StringBuilder(vector.length * 12).append('[');
        for (int i = 0; i < vector.length; i++) {
            text.append(i == 0 ? "" : ",").append(vector[i]);
        }
        return text.append(']').toString();
    }
}
