package io.gennaker.deployer.traffic;

import io.gennaker.contracts.Steering;
import io.gennaker.deployer.resource.Value;
import java.util.List;

/// The names of detours in VirtualServices: `gennaker-testers` above a rule without a name, and
/// `gennaker-testers.api` above the rule `api`. What a detour is called holds no dot.
///
/// Earlier versions never named the rule: such a detour may belong to any, as one whose rule is gone.
final class DetourName {
    private static final String PREFIX = "gennaker-";
    private static final String OF = ".";

    private DetourName() {}

    static String of(Steering.Detour detour, Value rule) {
        String name = rule.at("name").text();
        return PREFIX + detour.name() + (name == null ? "" : OF + name);
    }

    /// Whether the name of a rule is that of a detour above any other.
    static boolean isOne(Value rule) {
        return rule.at("name").textOr("").startsWith(PREFIX);
    }

    /// Whether the name of a rule is that of a detour above this one.
    ///
    /// @param all rules of the list
    static boolean fits(Value detour, Value rule, List<Value> all) {
        String name = detour.at("name").textOr("");
        int end = name.indexOf(OF);
        if (!isOne(detour) || end < 0) {
            return isOne(detour);
        }
        String of = name.substring(end + OF.length());
        return rule.at("name").is(of)
                || all.stream().noneMatch(other -> other.at("name").is(of));
    }
}
