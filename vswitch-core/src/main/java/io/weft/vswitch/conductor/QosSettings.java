package io.weft.vswitch.conductor;

import io.weft.vswitch.shape.ShaperSettings;
import java.util.Optional;

/**
 * What a port may receive and send.
 *
 * @param ingress rates above which what it receives is dropped
 * @param egress how what it sends waits for its time; empty: it does not
 */
public record QosSettings(IngressPolicing ingress, Optional<ShaperSettings> egress) {
    /** As much as comes. */
    public static final QosSettings NONE = new QosSettings(IngressPolicing.NONE, Optional.empty());

    public QosSettings withIngress(IngressPolicing policing) {
        return new QosSettings(policing, egress);
    }

    public QosSettings withEgress(ShaperSettings shaping) {
        return new QosSettings(ingress, Optional.of(shaping));
    }
}
