package io.weft.vswitch.revalidate;

import io.weft.vswitch.datapath.Megaflow;
import java.util.ArrayList;

/** The megaflows of all PMDs that the revalidator knows, in no order; a megaflow knows its place. */
final class LivingMegaflows {
    private final ArrayList<Megaflow> list = new ArrayList<>();

    int size() {
        return list.size();
    }

    Megaflow get(int place) {
        return list.get(place);
    }

    void add(Megaflow megaflow) {
        megaflow.place = list.size();
        list.add(megaflow);
    }

    void remove(Megaflow megaflow) {
        Megaflow last = list.removeLast();
        if (last != megaflow) {
            list.set(megaflow.place, last);
            last.place = megaflow.place;
        }
    }
}
