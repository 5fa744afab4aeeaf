package io.gennaker.playground.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A process, told from every later one that gets the same id.
///
/// @param birth on Linux the boot and the clock tick that it began at, which no change of the clock moves; elsewhere
/// the time that it began at
record ProcessIdentity(long pid, String birth) {
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    /// The 22nd field of `/proc/PID/stat`, counted after the program's name, which may hold anything.
    private static final int START_TICK_AFTER_NAME = 19;

    static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(process.pid(), birth(process));
    }

    /// The process, as long as it runs.
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> birth(process).equals(birth));
    }

    private static String birth(ProcessHandle process) {
        var stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            if (Files.isReadable(BOOT) && Files.isReadable(stat)) {
                var line = Files.readString(stat);
                var fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
                return Files.readString(BOOT).strip() + ":" + fields[START_TICK_AFTER_NAME];
            }
        } catch (IOException e) {
            return "ended"; // between the two looks
        }
        return process.info().startInstant().map(Object::toString).orElse("unknown");
    }
}
