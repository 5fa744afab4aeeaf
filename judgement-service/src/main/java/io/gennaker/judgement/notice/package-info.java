/// What people are told of deliveries, where and in which words: pure. Start at [Occasions], then [Rules].
@NullMarked
package io.gennaker.judgement.notice;

import org.jspecify.annotations.NullMarked;
