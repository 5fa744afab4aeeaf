package io.gennaker.contracts.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What people and programs are to Gennaker. Who maintains does not judge: the one who makes a change is not, by that,
/// the one who lets it pass.
public enum Role {
    VIEWER(Permission.VIEW),
    DEPLOYER(Permission.VIEW, Permission.RUN),
    JUDGE(Permission.VIEW, Permission.JUDGE),
    MAINTAINER(Permission.VIEW, Permission.RUN, Permission.DEFINE, Permission.OPERATE),
    ADMIN(Permission.values());

    private final Set<Permission> permissions;

    Role(Permission... permissions) {
        this.permissions = EnumSet.copyOf(List.of(permissions));
    }

    public boolean allows(Permission permission) {
        return permissions.contains(permission);
    }

    /// As logins and messages write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Role::word).toList();
    }
}
