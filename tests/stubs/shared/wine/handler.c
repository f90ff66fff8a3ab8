/* What a scheme belongs to in a test: `handler FILE LINK` appends the link to the file, a line. */
#include <stdio.h>
#include <windows.h>

int wmain(int argc, wchar_t **argv)
{
    char link[65536];
    FILE *file;
    /* One at a time: in wine, two that append write over each other. */
    HANDLE turn = CreateMutexW(NULL, FALSE, L"handler");
    if (turn == NULL || WaitForSingleObject(turn, INFINITE) == WAIT_FAILED)
        return 1;
    file = argc < 2 ? NULL : _wfopen(argv[1], L"ab");
    if (file == NULL)
        return 1;
    if (argc != 3)
        fprintf(file, "%d arguments\n", argc - 2);
    else if (WideCharToMultiByte(CP_UTF8, 0, argv[2], -1, link, sizeof link, NULL, NULL) > 0)
        fprintf(file, "%s\n", link);
    return fclose(file);
}
