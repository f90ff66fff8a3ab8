namespace Example.Meetings;

static class Meeting
{
    public static void Join(string confId, string name) =>
        Process.Start(new ProcessStartInfo(
            $"cloudlink://welinksoftclient/h5page?page=joinTmpConfByLink&conf_id={confId}&name={Uri.EscapeDataString(name)}" +
            "&open_mic=false&open_camera=false") { UseShellExecute = true });
}
