package dev.quarry.embedding.recall;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Vectors that are as hard to tell apart as any that a model makes: they spread as unevenly over their directions as
 * MiniLM's do, about the same mean, but have no clusters. The nearest of a hundred thousand is at a cosine of about 0.5.
 *
 * <p>Normally distributed. The variance along the i-th principal direction is proportional to 1 / (i + 2.5), fitted to
 * vectors of real passages, and the mean's length is 0.29 of a vector's.
 */
public final class SyntheticVectors {
    private static final double MEAN = 0.29;
    private static final double FLATTENING = 2.5;

    private final int dimensions;
    private final Random random;
    /** By dimension: how much each principal direction adds to it. */
    private final float[][] mixing;

    private final float[] mean;

    public SyntheticVectors(int dimensions, long seed) {
        this.dimensions = dimensions;
        this.random = new Random(seed);
        List<float[]> directions = directions();
        double total =
                IntStream.range(0, dimensions).mapToDouble(this::variance).sum() / (1 - MEAN * MEAN);
        mixing = new float[dimensions][dimensions];
        mean = directions.getLast().clone();
        for (int i = 0; i < dimensions; i++) {
            mean[i] *= (float) MEAN;
            for (int j = 0; j < dimensions; j++) {
                mixing[i][j] = (float) (directions.get(j)[i] * Math.sqrt(variance(j) / total));
            }
        }
    }

    public VectorSet set(String name, int vectors, int queries) {
        return new VectorSet(name, draw(vectors), draw(queries));
    }

    /** The unit vector in the same direction. */
    static float[] toUnit(float[] vector) {
        double length = Math.sqrt(VectorSet.dot(vector, vector));
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    private double variance(int direction) {
        return 1 / (direction + FLATTENING);
    }

    private List<float[]> draw(int count) {
        List<float[]> draws =
                IntStream.range(0, count).mapToObj(i -> gaussian()).toList();
        return draws.parallelStream().map(this::mix).toList();
    }

    private float[] mix(float[] draw) {
        float[] vector = mean.clone();
        for (int i = 0; i < dimensions; i++) {
            vector[i] += (float) VectorSet.dot(mixing[i], draw);
        }
        return toUnit(vector);
    }

    private float[] gaussian() {
        float[] numbers = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    /** Orthogonal unit vectors, by Gram and Schmidt. */
    private List<float[]> directions() {
        List<float[]> directions = new ArrayList<>(dimensions);
        while (directions.size() < dimensions) {
            float[] next = gaussian();
            for (float[] before : directions) {
                double common = VectorSet.dot(before, next);
                for (int i = 0; i < dimensions; i++) {
                    next[i] -= (float) (common * before[i]);
                }
            }
            directions.add(toUnit(next));
        }
        return directions;
    }
}
