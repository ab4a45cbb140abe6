package dev.quarry.embedding.onnx;

import java.nio.FloatBuffer;

/** How the vectors of a text's tokens become one. The model's author says which: it is trained for one of them. */
public enum Pooling {
    /** Their mean. */
    MEAN {
        @Override
        float[] pool(FloatBuffer tokens, int count, int dimensions) {
            double[] sums = new double[dimensions];
            for (int i = 0; i < count * dimensions; i++) {
                sums[i % dimensions] += tokens.get(i);
            }
            float[] mean = new float[dimensions];
            for (int i = 0; i < dimensions; i++) {
                mean[i] = (float) (sums[i] / count);
            }
            return mean;
        }
    },

    /** That of the first, the mark at the beginning. */
    CLS {
        @Override
        float[] pool(FloatBuffer tokens, int count, int dimensions) {
            float[] first = new float[dimensions];
            tokens.get(0, first);
            return first;
        }
    };

    /** @param tokens {@code count} vectors of {@code dimensions} numbers, one after the other */
    abstract float[] pool(FloatBuffer tokens, int count, int dimensions);
}
