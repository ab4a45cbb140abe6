package dev.quarry.document.hostile;

/**
 * A file that means no good.
 *
 * @param kind what it tries
 * @param name what it is sent as
 */
record HostileFile(String kind, String name, byte[] content) {}
