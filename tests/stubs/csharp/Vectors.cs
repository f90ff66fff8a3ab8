// What the drivers have in common: the vectors of a case are in `vectors.txt`, a line each, and what the stub makes of
// each goes to a file beside it.
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

public static class Vectors
{
    private static readonly Encoding Utf8 = new UTF8Encoding(false, true);

    // A value that the type in the stub's signature cannot hold.
    private sealed class Inexpressible : Exception
    {
    }

    public sealed class Vector
    {
        private readonly Dictionary<string, string> values = new Dictionary<string, string>();

        public readonly string Link;

        internal Vector(string line)
        {
            string[] fields = line.Split('\t');
            Link = fields[0];
            for (int at = 2; at < fields.Length; at++)
            {
                int equals = fields[at].IndexOf('=');
                values.Add(fields[at].Substring(0, equals), fields[at].Substring(equals + 1));
            }
        }

        public int Count
        {
            get { return values.Count; }
        }

        public bool HasNone(params string[] names)
        {
            return Array.TrueForAll(names, name => !values.ContainsKey(name));
        }

        public string Text(string name)
        {
            string given = Given(name, "tx");
            return given == null ? null : given[0] == 'x' ? "a\ud800" : Decoded(given.Substring(1));
        }

        public bool? Flag(string name)
        {
            string given = Given(name, "b");
            return given == null ? (bool?)null : given == "btrue";
        }

        public long? Long(string name)
        {
            string given = Given(name, "n");
            return given == null ? (long?)null : Whole(given.Substring(1));
        }

        public int? Int(string name)
        {
            long? given = Long(name);
            if (given < int.MinValue || given > int.MaxValue)
            {
                throw new Inexpressible();
            }
            return (int?)given;
        }

        public int? Choice(string name, params string[] texts)
        {
            string text = Text(name);
            int place = Array.IndexOf(texts, text);
            if (text != null && place < 0)
            {
                throw new Inexpressible();
            }
            return text == null ? (int?)null : place;
        }

        public List<string> Items(string name)
        {
            string given = Given(name, "l");
            if (given == null)
            {
                return null;
            }
            return given == "l" ? new List<string>() : new List<string>(given.Substring(1).Split(',')).ConvertAll(Decoded);
        }

        public List<long> Longs(string name)
        {
            List<string> items = Items(name);
            return items == null ? null : items.ConvertAll(Whole);
        }

        public List<int> Ints(string name)
        {
            List<string> items = Items(name);
            return items == null ? null : items.ConvertAll(item => checked((int)Whole(item)));
        }

        // Whatever is refused, what was given is not in the error, which is for logs.
        public string Refused(Exception error)
        {
            foreach (string value in values.Values)
            {
                string text = value[0] == 't' ? Decoded(value.Substring(1)) : "";
                if (text.Length > 12 && error.ToString().Contains(text))
                {
                    throw new InvalidOperationException("an error with a value in it");
                }
            }
            return "refused";
        }

        private string Given(string name, string kinds)
        {
            string given;
            if (!values.TryGetValue(name, out given))
            {
                return null;
            }
            if (kinds.IndexOf(given[0]) < 0)
            {
                throw new InvalidOperationException(name);
            }
            return given;
        }
    }

    public static T Needed<T>(this T? given)
        where T : struct
    {
        if (given == null)
        {
            throw new Inexpressible();
        }
        return given.Value;
    }

    public static void Case(string folder, string outcome, Func<Vector, string> call)
    {
        var lines = new StringBuilder();
        foreach (string line in File.ReadAllLines(Path.Combine(folder, "vectors.txt"), Utf8))
        {
            string link;
            try
            {
                link = call(new Vector(line));
            }
            catch (Inexpressible)
            {
                link = "refused";
            }
            lines.Append(link).Append('\n');
        }
        File.WriteAllText(Path.Combine(folder, outcome), lines.ToString(), Utf8);
    }

    private static long Whole(string text)
    {
        return long.Parse(text, CultureInfo.InvariantCulture);
    }

    // Not the platform's decoder, which is what is judged.
    private static string Decoded(string text)
    {
        var bytes = new List<byte>();
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '%')
            {
                bytes.Add(Convert.ToByte(text.Substring(at + 1, 2), 16));
                at += 2;
            }
            else
            {
                bytes.Add((byte)text[at]);
            }
        }
        return Utf8.GetString(bytes.ToArray());
    }
}
