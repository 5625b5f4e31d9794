package io.weft.vswitch.frozen;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Frozen states as bytes for others to keep, and back. The bytes hold the whole state, so that the switch need not remember packets that are
 * never resumed, and are signed with a key that nobody else has, so that what comes back is what went out.
 *
 * <pre>
 *   32 bytes: HMAC-SHA-256 of the rest | the state, see {@link FrozenText}
 * </pre>
 *
 * The key lives as long as the process: bytes of an earlier run are refused as forged ones are. The same bytes may come back more than once.
 *
 * <p>Thread-safety: any thread.
 */
public final class ContinuationCodec {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 32;
    private static final String NOT_OURS =
            "was not made by this switch since it started, or was changed on the way; a continuation comes back as it was sent";

    private final SecretKeySpec key;

    /** With a key drawn from {@code random}. */
    public ContinuationCodec(SecureRandom random) {
        byte[] secret = new byte[SIGNATURE_BYTES];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The bytes of a state. */
    public byte[] seal(FrozenState state) {
        byte[] content = FrozenText.print(state).getBytes(StandardCharsets.UTF_8);
        byte[] sealed = Arrays.copyOf(sign(content), SIGNATURE_BYTES + content.length);
        System.arraycopy(content, 0, sealed, SIGNATURE_BYTES, content.length);
        return sealed;
    }

    /**
     * The state that {@link #seal} made these bytes of.
     *
     * @throws ContinuationException when it did not
     */
    public FrozenState open(byte[] sealed) throws ContinuationException {
        if (sealed.length <= SIGNATURE_BYTES) {
            throw new ContinuationException("has " + sealed.length + " bytes; a continuation has more than "
                    + SIGNATURE_BYTES + ", and comes back as it was sent");
        }
        byte[] content = Arrays.copyOfRange(sealed, SIGNATURE_BYTES, sealed.length);
        if (!MessageDigest.isEqual(Arrays.copyOf(sealed, SIGNATURE_BYTES), sign(content))) {
            throw new ContinuationException(NOT_OURS);
        }
        return FrozenText.parse(new String(content, StandardCharsets.UTF_8));
    }

    private byte[] sign(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
        }
    }
}
