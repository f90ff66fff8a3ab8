// The driver runs cases against the stub: one line in, one line out.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	stub "driver/stub"
)

func line(fields ...string) {
	for at, field := range fields {
		fields[at] = strings.NewReplacer("\n", " ", "\t", " ").Replace(field)
	}
	fmt.Println(strings.Join(fields, "\t"))
}

func caller(mode string, v map[string]string) (*stub.Caller, error) {
	key := stub.Secret(v["app_key"])
	switch mode {
	case "enterprise-user":
		return stub.EnterpriseUser(stub.EnterpriseUserCredentials{AppId: v["app_id"], AppKey: key, UserId: v["user_id"], UserName: v["user_name"], UserEmail: v["user_email"], UserPhone: v["user_phone"]})
	case "enterprise-admin":
		return stub.EnterpriseAdmin(stub.EnterpriseAdminCredentials{AppId: v["app_id"], AppKey: key})
	case "provider-user":
		return stub.ProviderUser(stub.ProviderUserCredentials{AppId: v["app_id"], AppKey: key, CorpId: v["corp_id"], UserId: v["user_id"], UserName: v["user_name"], UserEmail: v["user_email"], UserPhone: v["user_phone"]})
	case "provider-enterprise-admin":
		return stub.ProviderEnterpriseAdmin(stub.ProviderEnterpriseAdminCredentials{AppId: v["app_id"], AppKey: key, CorpId: v["corp_id"]})
	case "provider-admin":
		return stub.ProviderAdmin(stub.ProviderAdminCredentials{AppId: v["app_id"], AppKey: key})
	}
	panic(mode)
}

func run(fields []string) error {
	values := map[string]string{}
	for _, pair := range fields[6:] {
		name, value, _ := strings.Cut(pair, "=")
		values[name] = strings.ReplaceAll(value, "␊", "\n")
	}
	who, err := caller(fields[1], values)
	if err != nil {
		return err
	}
	if fields[0] == "obtain" {
		limit, _ := strconv.Atoi(fields[3])
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(limit)*time.Millisecond)
		defer cancel()
		nonce, err := stub.Obtain(ctx, who, stub.Site(fields[2]))
		if err == nil {
			line("ok", nonce)
		}
		return err
	}
	at, _ := strconv.ParseInt(fields[4], 10, 64)
	signed, err := stub.Sign(who, time.Unix(at, 0), fields[5])
	if err != nil {
		return err
	}
	if fields[0] == "show" {
		credentials := stub.EnterpriseUserCredentials{AppId: "1", AppKey: stub.Secret(values["app_key"])}
		bytes, _ := json.Marshal([]any{who, *who, signed, credentials})
		fields := []string{"shown", string(bytes)}
		for _, value := range []any{who, *who, signed, *signed, credentials, &credentials} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
				fields = append(fields, fmt.Sprintf(verb, value))
			}
		}
		line(fields...)
		return nil
	}
	line("signed", string(signed.Signature), strconv.FormatInt(signed.ExpireTime, 10), string(signed.Nonce))
	return nil
}

func main() {
	cases, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	for _, text := range strings.Split(strings.TrimSuffix(string(cases), "\n"), "\n") {
		err := run(strings.Split(text, "\t"))
		var failed *stub.Error
		if errors.As(err, &failed) {
			status := ""
			if failed.Status != 0 {
				status = strconv.Itoa(failed.Status)
			}
			line("error", failed.Step, status, failed.Code, failed.Error(), strings.Join(failed.Help, " | "))
		} else if err != nil {
			panic(err)
		}
	}
}
