package io.weft.vswitch.conductor;

/**
 * What a port may receive and send.
 *
 * @param ingress rates above which what it receives is dropped
 */
public record QosSettings(IngressPolicing ingress) {
    /** As much as comes. */
    public static final QosSettings NONE = new QosSettings(IngressPolicing.NONE);

    public QosSettings withIngress(IngressPolicing policing) {
        return new QosSettings(policing);
    }
}
