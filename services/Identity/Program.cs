using Oversight.Identity;
using Oversight.Web;

var host = ServiceHost.Create(args);
host.AddIdentity();
var app = host.Build();
app.MapIdentity();
return await host.RunAsync(app);
