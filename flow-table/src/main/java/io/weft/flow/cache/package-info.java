/** Per-PMD caches of translation results, off heap. Start at {@link io.weft.flow.cache.MegaflowCache}. */
package io.weft.flow.cache;
