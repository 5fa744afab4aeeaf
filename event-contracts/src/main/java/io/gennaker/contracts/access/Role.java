package io.gennaker.contracts.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What people and programs are to Gennaker. Who maintains does not judge: the one who makes a change is not, by that,
/// the one who lets it pass.
public enum Role {
    VIEWER,
    DEPLOYER,
    JUDGE,
    MAINTAINER,
    ADMIN;

    public boolean allows(Permission permission) {
        return switch (this) {
            case VIEWER -> permission == Permission.VIEW;
            case DEPLOYER -> VIEWER.allows(permission) || permission == Permission.RUN;
            case JUDGE -> VIEWER.allows(permission) || permission == Permission.JUDGE;
            case MAINTAINER ->
                DEPLOYER.allows(permission) || permission == Permission.DEFINE || permission == Permission.OPERATE;
            case ADMIN -> true;
        };
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
