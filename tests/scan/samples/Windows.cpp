void SampleDialog::OnLaunch()
{
    HWND hwnd = AfxGetApp()->GetMainWnd()->GetSafeHwnd();
    ShellExecute(hwnd, _T("open"), _T("cloudlink://welinksoftclient/h5page?page=launch"), NULL, NULL, SW_SHOWNORMAL);
}

void SampleDialog::OnLogin()
{
    CString schemeStr = _T("cloudlink://welinksoftclient/h5page?page=launch&nonce=") + getNonce();
    ShellExecute(hwnd, _T("open"), schemeStr, NULL, NULL, SW_SHOWNORMAL);
}

void SampleDialog::OnJoin()
{
    CString isOpenMic = _T("true");
    CString schemeStr = _T("cloudlink://welinksoftclient/h5page?page=joinConfByLink&server_url=")
        + serverAddress + _T("&port=")
        + serverPort + _T("&conf_id=")
        + meetingID + _T("&enter_code=")
        + meetingPassword + _T("&name=")
        + showName + _T("&open_mic=")
        + isOpenMic + _T("&open_camera=")
        + isOpenCam;
    ShellExecute(hwnd, _T("open"), schemeStr, NULL, NULL, SW_SHOWNORMAL);
}

void SampleDialog::OnLoginAndJoin()
{
    CString schemeStr = _T("cloudlink://welinksoftclient/h5page?page=LoginAndJoinConf&server_url=")
        + serverAddress + _T("&port=")
        + serverPort + _T("&conf_id=")
        + meetingID + _T("&enter_code=")
        + meetingPassword + _T("&name=")
        + showName + _T("&open_mic=")
        + isOpenMic + _T("&open_camera=")
        + isOpenCam + _T("&nonce=")
        + GetNonce();
    ShellExecute(hwnd, _T("open"), schemeStr, NULL, NULL, SW_SHOWNORMAL);
}
