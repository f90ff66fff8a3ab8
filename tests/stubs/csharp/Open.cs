// What people do with the stub of Huawei Cloud Meeting, and what they must not get from it.
using System;
using System.IO;
using AppLinks;
using static AppLinks.HuaweiCloudMeeting;

public static class Open
{
    // `missing`: no app is there; `registered`: one is. The links that have to arrive are printed.
    public static int Main(string[] arguments)
    {
        try
        {
            Run(arguments[0]);
            return 0;
        }
        catch (Exception error)
        {
            Console.WriteLine(error);
            return 1;
        }
    }

    private static void Run(string state)
    {
        Facts();
        if (state == "missing")
        {
            OpenResult missing = OpenJoin(confId: "981924330", name: "Tom", openMic: false);
            Check(!missing.IsOpened && missing.IsAppMissing, "the app is missing: " + missing.NativeErrorCode);
            Console.WriteLine(Download);
            Example.Run();
            return;
        }
        string[] vectors = File.ReadAllLines("vectors.txt");
        string[] links = File.ReadAllLines("out.txt");
        for (int at = 0; at < vectors.Length; at++)
        {
            var own = new Vectors.Vector(vectors[at]);
            string id = own.Link == "join" && own.Count == 2 ? own.Text("conf_id") : null;
            string name = id == null ? null : own.Text("name");
            if (name != null && links[at] != "refused" && links[at].Length < 1000)
            {
                Console.WriteLine(links[at]);
                Check(OpenJoin(id, name).IsOpened, "it was opened");
            }
        }
    }

    // What the documents' own samples for Windows get wrong, or leave to the reader.
    private static void Facts()
    {
        const string Start = "cloudlink://welinksoftclient/h5page?page=";
        // Every page has a method of its own: none is made by the one for another.
        Check(Launch() == Start + "launch", "start");
        Check(Login("n") == Start + "launch&nonce=n", "start and log in");
        Check(Join("1", "a").StartsWith(Start + "joinConfByLink&"), "join");
        Check(LoginAndJoin("1", "a", "n").StartsWith(Start + "LoginAndJoinConf&"), "log in and join");
        // The nonce is where it must be, and nowhere else.
        Check(!Join("1", "a").Contains("nonce"), "a join has no nonce");
        Check(LoginAndJoin("1", "a", "n").EndsWith("&nonce=n"), "a log-in has one");
        Check(IsRefused(() => Login("")) && IsRefused(() => LoginAndJoin("1", "a", null)), "it must be there");
        // The defaults of Windows: on for who joins, off for who logs in as well.
        Check(Join("1", "a").EndsWith("&open_mic=true&open_camera=true"), "the microphone is on");
        Check(LoginAndJoin("1", "a", "n").Contains("&open_mic=false&open_camera=false&"), "the microphone is off");
        // Every value is encoded, once.
        Check(Join("1", "100% & \u4e2d").Contains("&name=100%25%20%26%20%E4%B8%AD&"), "encoded once");
        // What is left out leaves nothing behind.
        Check(!Join("1", "a").Contains("&&") && !Join("1", "a").Contains("port"), "nothing is left of a port");
    }

    private static bool IsRefused(Func<string> make)
    {
        try
        {
            make();
            return false;
        }
        catch (LinkException)
        {
            return true;
        }
    }

    private static void Check(bool isSo, string fact)
    {
        if (!isSo)
        {
            throw new InvalidOperationException("not so: " + fact);
        }
    }
}
