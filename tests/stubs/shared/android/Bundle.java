/** As much of a bundle as `Intent.parseUri` fills: the platform's own keeps its values in a parcel. */
package android.os;

import java.util.Set;
import java.util.TreeMap;

public class Bundle {
    private final TreeMap<String, Object> values = new TreeMap<>();

    public Bundle() {}

    public Bundle(Bundle other) {
        values.putAll(other.values);
    }

    public void putBoolean(String key, boolean value) {
        values.put(key, value);
    }

    public void putByte(String key, byte value) {
        values.put(key, value);
    }

    public void putChar(String key, char value) {
        values.put(key, value);
    }

    public void putDouble(String key, double value) {
        values.put(key, value);
    }

    public void putFloat(String key, float value) {
        values.put(key, value);
    }

    public void putInt(String key, int value) {
        values.put(key, value);
    }

    public void putLong(String key, long value) {
        values.put(key, value);
    }

    public void putShort(String key, short value) {
        values.put(key, value);
    }

    public void putString(String key, String value) {
        values.put(key, value);
    }

    public String getString(String key) {
        return (String) values.get(key);
    }

    public Object get(String key) {
        return values.get(key);
    }

    public Set<String> keySet() {
        return values.keySet();
    }
}
