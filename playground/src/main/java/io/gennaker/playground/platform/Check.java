package io.gennaker.playground.platform;

/// One thing that the doctor looked at.
///
/// @param name what
/// @param found what is there
/// @param remedy how to get it or put it right; empty when there is nothing to do
public record Check(String name, Result result, String found, String remedy) {
    public enum Result {
        OK,
        /// Works without, with something missing.
        WARN,
        /// Does not work without.
        MISSING
    }

    static Check ok(String name, String found) {
        return new Check(name, Result.OK, found, "");
    }
}
