package io.gennaker.playground.testing;

/// Asks for the infrastructure of the build that its argument names, and prints where it is.
public final class EnsureProgram {
    private EnsureProgram() {}

    public static void main(String[] arguments) {
        var infrastructure = TestInfrastructure.ofProcess(Long.parseLong(arguments[0]), false);
        System.out.println(infrastructure.bootstrapServers() + " " + infrastructure.jdbcAdminUrl() + " "
                + infrastructure.freshDatabase().jdbcUrl());
    }
}
